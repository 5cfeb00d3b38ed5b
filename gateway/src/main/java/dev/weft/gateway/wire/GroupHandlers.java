package dev.weft.gateway.wire;

import java.util.ArrayList;
import java.util.Map;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupDescribeResponse;
import org.apache.kafka.common.requests.DescribeGroupsRequest;
import org.apache.kafka.common.requests.DescribeGroupsResponse;
import org.apache.kafka.common.requests.HeartbeatRequest;
import org.apache.kafka.common.requests.HeartbeatResponse;
import org.apache.kafka.common.requests.JoinGroupRequest;
import org.apache.kafka.common.requests.JoinGroupResponse;
import org.apache.kafka.common.requests.LeaveGroupRequest;
import org.apache.kafka.common.requests.LeaveGroupResponse;
import org.apache.kafka.common.requests.ListGroupsRequest;
import org.apache.kafka.common.requests.ListGroupsResponse;
import org.apache.kafka.common.requests.OffsetFetchRequest;
import org.apache.kafka.common.requests.OffsetFetchResponse;
import org.apache.kafka.common.requests.SyncGroupRequest;
import org.apache.kafka.common.requests.SyncGroupResponse;

/** Serves consumer groups, each principal's in a space of its own. */
final class GroupHandlers {
  void register(Map<ApiKeys, ApiHandler> table) {
    table.put(
        ApiKeys.JOIN_GROUP,
        new NamespacedHandler<>(
            JoinGroupRequest.class,
            JoinGroupResponse.class,
            (request, exchange) -> {
              exchange.joined(request.data().groupId());
              request.data().setGroupId(exchange.outward(request.data().groupId()));
            }));
    table.put(
        ApiKeys.SYNC_GROUP,
        new NamespacedHandler<>(
            SyncGroupRequest.class,
            SyncGroupResponse.class,
            (request, exchange) ->
                request.data().setGroupId(exchange.outward(request.data().groupId()))));
    table.put(
        ApiKeys.HEARTBEAT,
        new NamespacedHandler<>(
            HeartbeatRequest.class,
            HeartbeatResponse.class,
            (request, exchange) ->
                request.data().setGroupId(exchange.outward(request.data().groupId()))));
    table.put(
        ApiKeys.LEAVE_GROUP,
        new NamespacedHandler<>(
            LeaveGroupRequest.class,
            LeaveGroupResponse.class,
            (request, exchange) ->
                request.data().setGroupId(exchange.outward(request.data().groupId()))));
    table.put(
        ApiKeys.OFFSET_FETCH,
        new NamespacedHandler<>(
            OffsetFetchRequest.class,
            OffsetFetchResponse.class,
            GroupHandlers::offsetsOutward,
            GroupHandlers::offsetsInward));
    table.put(
        ApiKeys.DESCRIBE_GROUPS,
        new NamespacedHandler<>(
            DescribeGroupsRequest.class,
            DescribeGroupsResponse.class,
            GroupHandlers::describeOutward,
            GroupHandlers::describeInward));
    table.put(
        ApiKeys.CONSUMER_GROUP_DESCRIBE,
        new NamespacedHandler<>(
            ConsumerGroupDescribeRequest.class,
            ConsumerGroupDescribeResponse.class,
            GroupHandlers::describeOutward,
            GroupHandlers::describeInward));
    table.put(
        ApiKeys.LIST_GROUPS,
        new NamespacedHandler<>(
            ListGroupsRequest.class,
            ListGroupsResponse.class,
            (request, exchange) -> {},
            GroupHandlers::ownGroups));
    table.put(ApiKeys.CONSUMER_GROUP_HEARTBEAT, new ConsumerHeartbeatHandler());
    table.put(ApiKeys.OFFSET_COMMIT, new OffsetCommitHandler());
  }

  private static void offsetsOutward(OffsetFetchRequest request, Exchange exchange) {
    var data = request.data();
    if (exchange.version() < 8) {
      exchange.joined(data.groupId());
      data.setGroupId(exchange.outward(data.groupId()));
      return;
    }
    for (var group : data.groups()) {
      exchange.joined(group.groupId());
      group.setGroupId(exchange.outward(group.groupId()));
    }
  }

  private static void offsetsInward(OffsetFetchResponse response, Exchange exchange) {
    response.data().groups().forEach(each -> each.setGroupId(exchange.inward(each.groupId())));
  }

  private static void describeOutward(DescribeGroupsRequest request, Exchange exchange) {
    request
        .data()
        .setIncludeAuthorizedOperations(false)
        .setGroups(request.data().groups().stream().map(exchange::outward).toList());
  }

  private static void describeInward(DescribeGroupsResponse response, Exchange exchange) {
    for (var group : response.data().groups()) {
      group.setErrorMessage(exchange.cleaned(group.errorMessage()));
      group.setGroupId(exchange.inward(group.groupId()));
    }
  }

  private static void describeOutward(ConsumerGroupDescribeRequest request, Exchange exchange) {
    request
        .data()
        .setIncludeAuthorizedOperations(false)
        .setGroupIds(request.data().groupIds().stream().map(exchange::outward).toList());
  }

  private static void describeInward(ConsumerGroupDescribeResponse response, Exchange exchange) {
    for (var group : response.data().groups()) {
      group.setErrorMessage(exchange.cleaned(group.errorMessage()));
      group.setGroupId(exchange.inward(group.groupId()));
    }
  }

  private static void ownGroups(ListGroupsResponse response, Exchange exchange) {
    var names = exchange.session().identity().groups();
    var own = new ArrayList<ListedGroup>();
    for (var group : response.data().groups()) {
      names.inward(group.groupId()).ifPresent(name -> own.add(group.setGroupId(name)));
    }
    response.data().setGroups(own);
  }
}
