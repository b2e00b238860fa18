package dev.lossline.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The class path that a class was loaded from. The property {@code java.class.path} lacks it if custom class loaders are
 * used, as in Quarkus tests.
 */
final class ClassPath {
    private ClassPath() {}

    /** The location of the class and all jars of its class loader, for {@code java -cp}. */
    static String of(Class<?> main) {
        try {
            SequencedSet<String> entries = new LinkedHashSet<>();
            entries.add(Path.of(main.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
            List<URL> manifests =
                    new ArrayList<>(Collections.list(main.getClassLoader().getResources("META-INF/MANIFEST.MF")));
            for (URL manifest : manifests) {
                if (manifest.openConnection() instanceof JarURLConnection jar) {
                    entries.add(
                            Path.of(URI.create(jar.getJarFileURL().toString())).toString());
                }
            }
            return String.join(File.pathSeparator, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
