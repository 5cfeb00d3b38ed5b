/**
 * Changes Protobuf records on their way, as {@code avro} does with Avro: a message's type and a
 * reader's view are compiled to a plan, the plan walks over the bytes once, copies what is shown
 * and splices what is not.
 *
 * <p>Start reading at {@link dev.weft.gateway.protobuf.ProtobufRewriter}. Which type a record has
 * says its frame: a registry's id and the message's place in its file. What is not exactly one
 * message of that type is withheld as a whole.
 *
 * <p>A field that is withheld is left out; one that proto2 requires becomes neutral. Fields of
 * numbers that the schema does not have follow the rule of what they are in. A field may come
 * several times: each is masked, since readers differ in what they make of it. A missing field
 * without presence is zero, so zero is masked too.
 *
 * <p>Pure functions on bytes; nothing here knows Kafka. A property test holds it equal to a slow
 * program on the messages of Protobuf's own library.
 */
package dev.weft.gateway.protobuf;
