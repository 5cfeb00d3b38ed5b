package dev.weft.processors.connect;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The classes of jars that are connectors: those named as services, or, when a plug-in is older
 * than that custom (KIP-898), all concrete classes that extend Connect's. It reads the heads of
 * class files (JVMS 4.1) and loads no class.
 */
final class ConnectorClasses {
  private static final List<String> KINDS =
      List.of(
          "org.apache.kafka.connect.source.SourceConnector",
          "org.apache.kafka.connect.sink.SinkConnector");
  private static final int CLASS_FILE = 0xCAFEBABE;
  private static final int DEPTH_MAX = 50;

  /** What the head of a class file says. */
  private record Head(String superclass, boolean concrete) {}

  private ConnectorClasses() {}

  static List<String> in(List<Path> jars) throws IOException {
    var named = new TreeSet<String>();
    for (var path : jars) {
      try (var jar = new JarFile(path.toFile())) {
        for (var kind : KINDS) {
          var entry = jar.getEntry("META-INF/services/" + kind);
          if (entry != null) {
            named.addAll(names(jar, entry));
          }
        }
      }
    }
    return List.copyOf(named.isEmpty() ? extending(jars) : named);
  }

  private static List<String> names(JarFile jar, ZipEntry entry) throws IOException {
    try (var in =
        new BufferedReader(
            new InputStreamReader(jar.getInputStream(entry), StandardCharsets.UTF_8))) {
      return in.lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static Set<String> extending(List<Path> jars) throws IOException {
    var heads = new HashMap<String, Head>();
    for (var path : jars) {
      try (var jar = new JarFile(path.toFile())) {
        for (var entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
          var name = entry.getName();
          if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
            try (var in = jar.getInputStream(entry)) {
              heads.put(name.substring(0, name.length() - 6).replace('/', '.'), head(in));
            }
          }
        }
      }
    }
    var found = new TreeSet<String>();
    heads.forEach(
        (name, head) -> {
          if (head.concrete() && isConnector(name, heads)) {
            found.add(name);
          }
        });
    return found;
  }

  private static boolean isConnector(String name, Map<String, Head> heads) {
    var each = name;
    for (var i = 0; i < DEPTH_MAX && heads.containsKey(each); i++) {
      each = heads.get(each).superclass();
      if (KINDS.contains(each)) {
        return true;
      }
    }
    return false;
  }

  private static Head head(InputStream stream) throws IOException {
    var in = new DataInputStream(new BufferedInputStream(stream));
    if (in.readInt() != CLASS_FILE) {
      throw new IOException("a class file is none");
    }
    in.skipNBytes(4);
    var count = in.readUnsignedShort();
    var texts = new HashMap<Integer, String>();
    var classes = new HashMap<Integer, Integer>();
    for (var i = 1; i < count; i++) {
      var tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.put(i, in.readUTF());
        case 7 -> classes.put(i, in.readUnsignedShort());
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // They take two places.
        }
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        default -> throw new IOException("a class file has the unknown tag " + tag);
      }
    }
    var flags = in.readUnsignedShort();
    in.skipNBytes(2);
    var superclass = texts.getOrDefault(classes.getOrDefault(in.readUnsignedShort(), 0), "");
    var concrete = Modifier.isPublic(flags) && !Modifier.isAbstract(flags);
    return new Head(superclass.replace('/', '.'), concrete);
  }
}
