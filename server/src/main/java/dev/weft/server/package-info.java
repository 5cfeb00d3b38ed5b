/** HTTP in, problems out; identity, workflow, wiring. Start reading at Main. */
package dev.weft.server;
