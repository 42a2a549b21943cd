package io.thalweg.model;

/** Sets of tasks, by position. */
final class Users {
    private Users() {}

    /** Puts more tasks into a set. */
    static void add(boolean[] users, boolean[] more) {
        for (int task = 0; task < users.length; task++) {
            users[task] |= more[task];
        }
    }

    static boolean any(boolean[] users, boolean[] present) {
        for (int task = 0; task < users.length; task++) {
            if (users[task] && present[task]) {
                return true;
            }
        }
        return false;
    }

    static boolean several(boolean[] users) {
        int count = 0;
        for (boolean user : users) {
            count += user ? 1 : 0;
        }
        return count > 1;
    }
}
