/**
 * What can be asked of the snapshots topic and done with a snapshot: list, show, diff, export, import, verify, promote.
 */
@NullMarked
package io.thalweg.app.snapshots;

import org.jspecify.annotations.NullMarked;
