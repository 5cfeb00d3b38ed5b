/**
 * The values of parameters: those bound to flows and to parameter contexts, those that providers
 * outside have, and how secrets among them are kept. Start reading at {@link
 * dev.weft.server.parameters.FlowParameters}. Who may bind what is decided in {@code server.apply}.
 */
package dev.weft.server.parameters;
