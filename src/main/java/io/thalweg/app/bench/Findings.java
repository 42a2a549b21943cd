package io.thalweg.app.bench;

import java.util.List;
import java.util.Map;

/** What was measured, for people and for other programs. */
interface Findings {
    List<String> lines();

    Map<String, Object> json();
}
