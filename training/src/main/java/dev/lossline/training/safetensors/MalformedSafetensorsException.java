package dev.lossline.training.safetensors;

/** The bytes are not a supported safetensors file; the message says why. */
public final class MalformedSafetensorsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    MalformedSafetensorsException(String what) {
        super("not a safetensors file: it " + what);
    }

    MalformedSafetensorsException(Throwable cause) {
        super(
                "not a safetensors file: its header is not the JSON that the format asks for: " + cause.getMessage(),
                cause);
    }
}
