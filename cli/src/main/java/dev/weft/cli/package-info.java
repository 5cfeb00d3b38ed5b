/**
 * The command line: what a person or a script types.
 *
 * <p>Start reading at {@link dev.weft.cli.Main}. The one idea: every verb is one REST call and a
 * way to print its answer. For people that is a table or a sentence; with {@code -o json} it is the
 * answer itself, with REST's own keys, as exactly one document. Problems go to standard error and
 * decide the exit code by {@link dev.weft.model.Problem.Kind}.
 *
 * <p>Depends on {@code model} only. It does not know how anything is done; the server does.
 */
package dev.weft.cli;
