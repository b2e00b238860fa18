package dev.lossline.orchestrator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "localhost,            localhost,         ",
        "LOCALHOST:8080,       localhost,         8080",
        "localhost.:1,         localhost,         1",
        "localhost:,           localhost,         ",
        "lossline_orchestrator_1:8080, lossline_orchestrator_1, 8080",
        "[::1]:8080,           0:0:0:0:0:0:0:1,   8080",
        "[0:0::0:1],           0:0:0:0:0:0:0:1,   ",
        "[::ffff:127.0.0.1]:1, 127.0.0.1,         1",
        "127.0.0.1:65535,      127.0.0.1,         65535",
    })
    void readsHostAndPort(String text, String host, Integer port) {
        assertThat(Authority.parse(text))
                .contains(new Authority(host, port == null ? OptionalInt.empty() : OptionalInt.of(port)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "localhost:80:80",
                "localhost:x",
                "localhost:65536",
                "localhost:-1",
                "user@localhost",
                "localhost@evil.example",
                "localhost/",
                "localhost,evil.example",
                "localhost%00",
                "localhost\u0000",
                "localhost\n",
                "::1",
                "[::1",
                "[::1]x",
                "[::1%25lo]",
                "[localhost]",
                "[1.2.3]",
                "loc\u0131lhost",
                ".",
                ".localhost",
                "localhost..",
                "-",
            })
    void rejectsInvalidAuthorities(String text) {
        assertThat(Authority.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost.:80", "127.0.0.1", "127.255.0.3:1", "[::1]", "[0:0:0:0:0:0:0:1]:1"})
    void loopbackReachesThisMachineOnly(String text) {
        assertThat(Authority.parse(text))
                .hasValueSatisfying(host -> assertThat(host.isLoopback()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.evil.example",
                "127.0.0",
                "127.1",
                "0.0.0.0",
                "10.0.0.1",
                "128.0.0.1",
                "[::]",
                "[::2]",
                "[fe80::1]",
            })
    void nothingElseIsLoopback(String text) {
        assertThat(Authority.parse(text))
                .hasValueSatisfying(host -> assertThat(host.isLoopback()).isFalse());
    }

    /** Parsing never fails, and the output of any parsed value parses to the same value. */
    @Test
    void anyTextIsAnAuthorityOrNone() {
        Random random = new Random(7);
        String alphabet = "[]::..%@/\\?#,- \u0000\u00e9localhost127000fF\uD800";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Authority.parse(text.toString())
                    .ifPresent(read -> assertThat(Authority.parse(read.toString()))
                            .as("%s", text)
                            .contains(read));
        }
    }
}
