package org.polarbeam.record;

import java.io.Serializable;

/**
 * A figure on the responses as they are.
 *
 * @param value NaN where it is undefined
 * @param responses how many responses it rests on
 * @param topics how many topics those are about
 */
public record Estimate(Figure figure, double value, int responses, int topics)
    implements Serializable {}
