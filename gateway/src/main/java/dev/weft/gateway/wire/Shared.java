package dev.weft.gateway.wire;

import dev.weft.gateway.GatewaySettings;
import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FailedLogins;
import dev.weft.gateway.access.GroupsSeen;
import dev.weft.gateway.access.Quotas;
import dev.weft.gateway.write.Quarantine;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.Credentials;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldObserver;
import dev.weft.spi.Schemas;
import dev.weft.spi.SealedFields;
import dev.weft.spi.WriteChecks;
import java.time.Clock;
import java.util.function.Supplier;

/** What all event loops of one gateway have in common; each part is safe for any thread. */
record Shared(
    GatewaySettings settings,
    Nodes nodes,
    BrokerLink broker,
    Entrance entrance,
    Supplier<OfferedApis> offered,
    TopicIds topicIds,
    Decisions decisions,
    Credentials credentials,
    AccessObserver observer,
    FieldObserver fields,
    Schemas schemas,
    WriteChecks writes,
    SealedFields sealed,
    Quarantine quarantine,
    Quotas quotas,
    GroupsSeen groups,
    FailedLogins failedLogins,
    Decoys decoys,
    Counters counters,
    Clock clock) {}
