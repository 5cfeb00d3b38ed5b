package dev.weft.standards;

/**
 * Where a mesh can be reached, as its documents tell others.
 *
 * @param url of portal and REST, without a slash at its end
 * @param kafka of the gateway, {@code host:port}
 * @param encrypted whether the gateway speaks TLS
 * @param issuer whose tokens get Kafka clients in besides keys; empty: nobody's
 */
public record MeshAddress(String url, String kafka, boolean encrypted, String issuer) {}
