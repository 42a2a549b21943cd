package io.thalweg.simulate;

import java.util.List;

/**
 * An item shown to a user.
 *
 * @param time in epoch milliseconds
 * @param position of the item on the page, from 1
 * @param history the items the user clicked last, oldest first
 */
record Impression(
        long id, long time, int user, int item, double price, int device, int position, List<String> history) {}
