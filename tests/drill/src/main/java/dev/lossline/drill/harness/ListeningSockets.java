package dev.lossline.drill.harness;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What processes listen on, as Linux tells it: <a href="https://docs.kernel.org/networking/proc_net_tcp.html">/proc/net/tcp</a>. */
public final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    private ListeningSockets() {}

    /** A listening socket, with the address in the kernel's notation. */
    public record Socket(String address, int port) {
        public boolean isLoopback() {
            return LOOPBACK.contains(address);
        }
    }

    public static boolean canBeRead() {
        return Files.isReadable(Path.of("/proc/net/tcp"));
    }

    /** The listening sockets of a process and its descendants. */
    public static List<Socket> of(long pid) {
        Set<String> inodes = new HashSet<>(inodes(pid));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(child -> inodes.addAll(inodes(child.pid())));
        List<Socket> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.skip(1)
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(columns -> columns[3].equals(LISTEN) && inodes.contains(columns[9]))
                        .forEach(columns -> sockets.add(socket(columns[1])));
            } catch (IOException e) {
                // A system without IPv6 does not have this table.
            }
        }
        return sockets;
    }

    private static Socket socket(String local) {
        int colon = local.indexOf(':');
        return new Socket(local.substring(0, colon), Integer.parseInt(local.substring(colon + 1), 16));
    }

    private static Set<String> inodes(long pid) {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path file : files) {
                String target = target(file);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        } catch (IOException e) {
            // The process has exited.
        }
        return inodes;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
