package dev.lossline.cli.terminal;

/** Styles of text on a terminal with colours. */
public enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    public String apply(String text, boolean colours) {
        return colours && this != PLAIN ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
