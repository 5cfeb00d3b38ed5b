package dev.weft.flow.plugin;

import dev.weft.flow.ProcessorTypes;
import dev.weft.flow.TypeDescription;
import dev.weft.spi.flow.ForeignPlugins;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.ServiceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipException;

/**
 * A jar, or a folder of jars, that is loaded, with what it gives. It was loaded from a copy that
 * only this user can write: what happens to the file afterwards does not reach the running classes.
 */
record Plugin(
    String file,
    String version,
    String sha256,
    List<ProcessorType<?>> types,
    List<ServiceType<?, ?>> services,
    List<Driver> drivers) {

  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** A jar that cannot be loaded; the message is for people. */
  static final class Broken extends Exception {
    private final boolean passing;

    Broken(String message) {
      this(message, false);
    }

    private Broken(String message, boolean passing) {
      super(message);
      this.passing = passing;
    }

    /** It may be well later although the file stays as it is. */
    static Broken forNow(String message) {
      return new Broken(message, true);
    }

    boolean mayPass() {
      return passing;
    }
  }

  /** Loads a jar or a folder of jars; {@code copies} is a folder that only this user can enter. */
  static Plugin load(PluginFile file, Path copies, PluginLoading loading) throws Broken {
    var jars = new ArrayList<Path>();
    try {
      var sha256 = digest();
      var version = "";
      for (var jar : file.jars()) {
        var copy = Files.createTempFile(copies, "plugin", ".jar", PRIVATE);
        jars.add(copy);
        copy(jar, copy, sha256);
        version = check(copy, file.jars().size() == 1 ? "Its" : jar.getFileName() + "'s");
      }
      var hash = HexFormat.of().formatHex(sha256.digest());
      for (var foreign : loading.foreign()) {
        var classes = foreign.find(jars);
        if (!classes.isEmpty()) {
          return of(file, hash, foreign, classes, new ForeignLoader(file, jars, foreign, loading));
        }
      }
      // Its parent sees what is shared and no more. It lives as long as one of its classes does.
      var parent = new SharedClasses(loading.weft());
      var loader = new URLClassLoader("plugin " + file.name(), ForeignLoader.urls(jars), parent);
      return of(file.name(), file.jars().size() == 1 ? version : "", hash, loader);
    } catch (ZipException e) {
      discard(jars);
      throw new Broken("It is not a jar that can be read: " + e.getMessage() + ".");
    } catch (IOException e) {
      discard(jars);
      throw Broken.forNow(
          "It cannot be read: " + e.getMessage() + ". It is tried again every minute.");
    }
  }

  private static void discard(List<Path> copies) {
    for (var copy : copies) {
      try {
        Files.deleteIfExists(copy);
      } catch (IOException e) {
        // The folder is emptied when the server starts again.
      }
    }
  }

  private static Plugin of(
      PluginFile file,
      String hash,
      ForeignPlugins foreign,
      List<String> classes,
      ClassLoader loader)
      throws Broken {
    try {
      var types = foreign.types(classes, loader);
      types.forEach(TypeDescription::of);
      return new Plugin(file.name(), "", hash, List.copyOf(types), List.of(), List.of());
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw broken(e);
    }
  }

  private static Plugin of(String file, String version, String sha256, ClassLoader loader)
      throws Broken {
    try {
      var types = new ArrayList<ProcessorType<?>>();
      for (ProcessorType<?> type : ServiceLoader.load(ProcessorType.class, loader)) {
        if (isOwn(type, loader)) {
          TypeDescription.of(type); // Everything that people will ask of it, while it can be told.
          types.add(type);
        }
      }
      var services = new ArrayList<ServiceType<?, ?>>();
      for (ServiceType<?, ?> type : ServiceLoader.load(ServiceType.class, loader)) {
        if (isOwn(type, loader)) {
          services.add(type);
        }
      }
      var drivers = new ArrayList<Driver>();
      for (var driver : ServiceLoader.load(Driver.class, loader)) {
        if (isOwn(driver, loader)) {
          drivers.add(driver);
        }
      }
      if (types.isEmpty() && services.isEmpty() && drivers.isEmpty()) {
        throw new Broken(
            "It names no type of processor in META-INF/services/"
                + ProcessorType.class.getName()
                + ", no controller service and no JDBC driver, and it has no Kafka Connect connector.");
      }
      return new Plugin(
          file, version, sha256, List.copyOf(types), List.copyOf(services), List.copyOf(drivers));
    } catch (RuntimeException | Error e) {
      throw broken(e);
    }
  }

  /** Code of others: whatever it does wrong is its fault. */
  private static Broken broken(Throwable e) {
    if (e instanceof OutOfMemoryError noMemory) {
      throw noMemory;
    }
    return new Broken("Its classes do not load: " + words(e) + ".");
  }

  private static boolean isOwn(Object service, ClassLoader loader) {
    return service.getClass().getClassLoader() == loader;
  }

  private static String words(Throwable e) {
    var first = e.getCause() == null ? e : e.getCause();
    return first.getClass().getSimpleName()
        + (first.getMessage() == null ? "" : ": " + first.getMessage());
  }

  private static void copy(Path jar, Path copy, MessageDigest sha256) throws IOException {
    try (InputStream in =
            new DigestInputStream(
                Files.newInputStream(jar, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                sha256);
        OutputStream out = Files.newOutputStream(copy)) {
      in.transferTo(out);
    }
  }

  /** What must not be in a jar; answers its version. */
  private static String check(Path copy, String whose) throws IOException, Broken {
    try (var jar = new JarFile(copy.toFile())) {
      var manifest = jar.getManifest();
      var main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      if (main.getValue(Attributes.Name.CLASS_PATH) != null) {
        throw new Broken(
            whose + " manifest leads to other jars (Class-Path): put what it needs into the jar.");
      }
      var version = main.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "" : version;
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What flows that use it depend on: another jar is another edition. */
  String edition() {
    return file + "@" + sha256.substring(0, 12);
  }

  List<ProcessorTypes.Provided> provided() {
    return types.stream().map(type -> new ProcessorTypes.Provided(type, file, edition())).toList();
  }

  List<ProcessorTypes.ProvidedService> providedServices() {
    return services.stream()
        .map(type -> new ProcessorTypes.ProvidedService(type, file, edition()))
        .toList();
  }

  /** Of processors and services. */
  Set<String> typeNames() {
    var names = new TreeSet<String>();
    types.forEach(type -> names.add(type.name()));
    services.forEach(type -> names.add(type.name()));
    return names;
  }
}
