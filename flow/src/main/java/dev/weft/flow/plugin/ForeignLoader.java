package dev.weft.flow.plugin;

import dev.weft.spi.flow.ForeignPlugins;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a plug-in that was not written for Weft: what is shared first, then its own, then
 * what is lent to it. It lives as long as one of its classes does.
 */
final class ForeignLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ClassLoader weft;
  private final List<String> lent;

  ForeignLoader(PluginFile file, List<Path> jars, ForeignPlugins kind, PluginLoading loading)
      throws MalformedURLException {
    super("plugin " + file.name(), urls(jars), new SharedClasses(loading.weft(), kind.shared()));
    this.weft = loading.weft();
    this.lent = List.copyOf(kind.lent());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      if (lent.stream().anyMatch(name::startsWith)) {
        return weft.loadClass(name);
      }
      throw e;
    }
  }

  static URL[] urls(List<Path> jars) throws MalformedURLException {
    var urls = new URL[jars.size()];
    for (var i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }
}
