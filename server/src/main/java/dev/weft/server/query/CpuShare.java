package dev.weft.server.query;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.Optional;

/**
 * A query's part of the processor.
 *
 * @param seconds of CPU time that it has used in this process
 * @param cores that it keeps busy, over the last seconds
 * @param productCores that the queries which share a limit with it keep busy together
 * @param most how many those may; empty: as many as there are
 * @param held whether they want more, and read more slowly for it
 * @param rest how long it has to wait now before it reads on
 */
public record CpuShare(
    double seconds,
    double cores,
    double productCores,
    Optional<Double> most,
    boolean held,
    @JsonIgnore Duration rest) {}
