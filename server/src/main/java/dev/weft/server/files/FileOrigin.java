package dev.weft.server.files;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.server.access.ReadExtent;
import java.time.Instant;
import java.util.Optional;

/**
 * What a file is a view of; it stands in the file itself.
 *
 * @param reader whose view it is: another sees other rows, and other values
 * @param from records before are left out; empty where the beginning is no time
 * @param until records from then on are left out
 */
public record FileOrigin(
    PortName port,
    String contract,
    String contractVersion,
    PrincipalId reader,
    String purpose,
    Optional<Instant> from,
    Optional<Instant> until,
    ReadExtent extent) {}
