/**
 * What every command shares: the configuration file and the report as options, tables, progress, the embedded broker
 * and registry, and the one exception whose message is the command's last line.
 */
@NullMarked
package io.thalweg.app.console;

import org.jspecify.annotations.NullMarked;
