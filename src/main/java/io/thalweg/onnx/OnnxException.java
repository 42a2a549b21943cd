package io.thalweg.onnx;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Locale;

/** A model cannot be exported; the message is for the user. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @FormatMethod
    OnnxException(String message, Object... values) {
        super(String.format(Locale.ROOT, message, values));
    }
}
