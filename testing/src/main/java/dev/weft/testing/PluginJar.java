package dev.weft.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A jar that a test compiles from sources, such as a plug-in; the class path is the test's. */
public final class PluginJar {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Manifest manifest = new Manifest();

  public PluginJar() {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  /** A class, by its full name. */
  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** That a class gives a service. */
  public PluginJar service(String service, String className) {
    files.put("META-INF/services/" + service, className + "\n");
    return this;
  }

  /** A main attribute of the manifest. */
  public PluginJar manifest(Attributes.Name name, String value) {
    manifest.getMainAttributes().put(name, value);
    return this;
  }

  /** A processor of this name that adds a field {@code by} with the value of a Java expression. */
  public static PluginJar processor(String name, String value) {
    var text =
        """
        package plug;
        import dev.weft.model.DataRecord;
        import dev.weft.spi.flow.*;
        import java.util.*;
        public final class %1$s implements ProcessorType.OfProcessor<%1$s.Settings> {
          public record Settings(@Doc("Anything.") String any) {}
          public String name() { return "%1$s"; }
          public String summary() { return "Says who it is."; }
          public Class<Settings> settings() { return Settings.class; }
          public Processor create(Settings settings, ProcessorContext context) {
            return (in, out) -> {
              var items = new ArrayList<Content.Traced>();
              for (var item : ((Content.Records) in.content()).items()) {
                var fields = new LinkedHashMap<String, Object>(item.record().fields());
                fields.put("by", String.valueOf(%2$s));
                items.add(item.with(new DataRecord(fields)));
              }
              out.emit("success", in.with(new Content.Records(items)));
            };
          }
        }
        """
            .formatted(name, value);
    return new PluginJar()
        .source("plug." + name, text)
        .service("dev.weft.spi.flow.ProcessorType", "plug." + name);
  }

  /** The source of the class that was given last. */
  public String text() {
    return List.copyOf(sources.values()).get(sources.size() - 1);
  }

  /** Compiles and writes the jar; the file is there as a whole or not at all. */
  public void writeTo(Path jar) throws IOException {
    var work = Files.createTempDirectory(jar.getParent(), ".compile");
    var arguments =
        new ArrayList<>(
            List.of("-d", work.toString(), "-cp", System.getProperty("java.class.path")));
    for (var source : sources.entrySet()) {
      var file = work.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    if (!sources.isEmpty()) {
      var result =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      if (result != 0) {
        throw new IllegalStateException("the sources do not compile");
      }
    }
    var whole = Files.createTempFile(jar.getParent(), ".jar", ".part");
    try (var out = new JarOutputStream(Files.newOutputStream(whole), manifest);
        var classes = Files.walk(work)) {
      for (var file : classes.filter(one -> one.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(work.relativize(file).toString()));
        Files.copy(file, out);
      }
      for (var file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.move(whole, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
