package io.thalweg.learn;

/**
 * How a network sees a number that is known: {@code (number - centre) / spread}, at most {@code farthest} away from 0.
 * A missing one is 0.
 */
public record NumberScale(double centre, double spread, double farthest) {}
