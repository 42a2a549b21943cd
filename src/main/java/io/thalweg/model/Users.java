package io.thalweg.model;

/** Sets of tasks, by position. */
final class Users {
    private Users() {}

    static boolean any(boolean[] users, boolean[] present) {
        for (int task = 0; task < users.length; task++) {
            if (users[task] && present[task]) {
                return true;
            }
        }
        return false;
    }
}
