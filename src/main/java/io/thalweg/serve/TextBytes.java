package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A category's text in UTF-8, of a JSON value that has one; without a {@code String} where it is ASCII. */
final class TextBytes {
    private byte[] bytes = new byte[256];
    private int length;

    /** Takes the parser's present value, unless it is none that can be a category. */
    boolean take(JsonParser json, JsonToken value) throws IOException {
        switch (value) {
            case VALUE_STRING, VALUE_NUMBER_INT -> copy(json);
            case VALUE_TRUE -> set("true");
            case VALUE_FALSE -> set("false");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void copy(JsonParser json) throws IOException {
        char[] from = json.getTextCharacters();
        int at = json.getTextOffset();
        int count = json.getTextLength();
        if (bytes.length < count) {
            bytes = new byte[Math.max(2 * bytes.length, count)];
        }
        for (int i = 0; i < count; i++) {
            char one = from[at + i];
            if (one >= 0x80) {
                set(json.getText());
                return;
            }
            bytes[i] = (byte) one;
        }
        length = count;
        if (count == 2
                && bytes[0] == '-'
                && bytes[1] == '0'
                && json.currentToken().isNumeric()) {
            set("0");
        }
    }

    private void set(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
    }

    /** Not to be kept: the next text stands there, too. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
