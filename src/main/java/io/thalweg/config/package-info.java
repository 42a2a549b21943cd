/**
 * From {@code thalweg.yaml} to the settings records of the core.
 *
 * <p>In: one YAML file and the environment. Out: {@link io.thalweg.config.ThalwegConfig}, which is valid if it exists,
 * or a {@link io.thalweg.config.ConfigException} that lists everything that is wrong at once. A section of the file is
 * a class here ({@code FeaturesSection}, {@code TasksSection}, ...); {@code Block} and {@code Value} know where they
 * stand in the file, so that every complaint can say so. Nothing here connects to anything.
 */
@NullMarked
package io.thalweg.config;

import org.jspecify.annotations.NullMarked;
