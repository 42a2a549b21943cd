package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a request has in it, in words for whoever wrote it. */
final class Words {
    private static final int LONGEST_SHOWN = 200;

    /** What a parser says for those who wrote the parser's program. */
    private static final Pattern ASIDE = Pattern.compile(
            "(?s) \\((start marker|for [A-Za-z]+ starting) at .*|: enable `.*|(, from)? ?`Stream[A-Za-z.]*\\(\\)`");

    private Words() {}

    /** Not more of a text than may be shown. */
    static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN);
    }

    /** What the value is that a parser stands at; a number as it is written. */
    static String of(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        return token != null && token.isNumeric() ? shown(json.getText()) : of(token);
    }

    private static String of(@Nullable JsonToken token) {
        return token == null
                ? "nothing"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "a list";
                    case VALUE_STRING -> "a text";
                    case VALUE_TRUE, VALUE_FALSE -> "true or false";
                    case VALUE_NULL -> "null";
                    default -> "the end of a list or object";
                };
    }

    /** Why a parser could not go on. */
    static String of(JsonProcessingException e) {
        String why = ASIDE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        return why.length() <= LONGEST_SHOWN ? why : why.substring(0, LONGEST_SHOWN) + "...";
    }
}
