package io.thalweg.app.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By what part a figure that is good when it is low is lower than the one it is compared with; above 0 is better.
 *
 * @param low lower end of its 95 % interval, NaN where there are too few blocks to tell
 * @param high upper end
 */
record Gain(double value, double low, double high) {
    boolean isCertain() {
        return low > 0;
    }

    boolean isLoss() {
        return high < 0;
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gain", value);
        if (Double.isFinite(low)) { // JSON has no NaN
            json.put("low", low);
            json.put("high", high);
        }
        return json;
    }
}
