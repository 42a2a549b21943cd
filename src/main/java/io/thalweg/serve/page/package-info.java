/**
 * The live page: what is going on, at a glance. In: metrics, quarantined events and snapshot manifests, as they stand
 * on the topics. Out: JSON for browsers, once whole and then what has changed, over server-sent events. Start at
 * {@link io.thalweg.serve.page.LivePage}, which knows what to show, and {@link io.thalweg.serve.page.Broadcast}, which
 * shows it to everybody. The page itself is among the resources of this package: plain HTML, CSS and ES modules.
 *
 * <p>All memory is bounded, however long it runs and whatever comes; nothing here can hold up the learner.
 */
@NullMarked
package io.thalweg.serve.page;

import org.jspecify.annotations.NullMarked;
