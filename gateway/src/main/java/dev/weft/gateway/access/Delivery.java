package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.spi.ReadView;

/**
 * Records of one partition that are about to be given to a reader, under one view.
 *
 * @param from the first offset
 * @param to the last offset, inclusive
 */
public record Delivery(
    PortName port,
    int partition,
    ReadView view,
    long from,
    long to,
    long delivered,
    long filtered,
    long withheld,
    long bytes) {}
