package dev.weft.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All verbs, by the groups that hold them. Looking at all of them by reflection is dear, so only
 * the group of the verb that was typed is made, if there is one.
 */
final class VerbGroups {
  /** Those whose methods are verbs of the top level. */
  private final List<Object> open;

  /** Those which are a verb of the top level themselves. */
  private final List<Object> named;

  private final Session session;
  private final Map<CommandSpec, CommandSpec> groups = new HashMap<>();

  VerbGroups(Session session) {
    this.session = session;
    open =
        List.of(
            new IdentityVerbs(session),
            new ResourceVerbs(session),
            new DiscoveryVerbs(session),
            new LineageVerb(session),
            new AccessVerbs(session),
            new GrantVerbs(session),
            new TagVerbs(session),
            new QualityVerbs(session),
            new LiveVerb(session),
            new EraseVerbs(session),
            new BusinessVerbs(session),
            new RecordVerbs(session),
            new PolicySetVerbs(session),
            new PolicyVerbs(session),
            new ValueVerb(session),
            new VersionVerb(session));
    named =
        List.of(
            new UserVerbs(session),
            new KeyVerbs(session),
            new TokenVerbs(session),
            new ServiceVerbs(session),
            new FlowVerbs(session),
            new QueryVerbs(session),
            new FunctionVerbs(session),
            new TermVerbs(session),
            new InboxVerbs(session),
            new WishVerbs(session),
            new DomainVerbs(session),
            new AuthorityVerbs(session),
            new ExceptionVerbs(session),
            new ProductVerbs(session),
            new AuditVerbs(session),
            new NewVerbs(session));
  }

  /** Adds the verbs that these arguments may mean: all, unless their first word is one. */
  void addTo(CommandLine commands, String... arguments) {
    var first = firstWord(arguments);
    var meant = Stream.concat(open.stream(), named.stream()).filter(it -> has(it, first)).toList();
    open.stream().filter(it -> isMeant(meant, it)).forEach(it -> addVerbs(it, commands));
    named.stream().filter(it -> isMeant(meant, it)).forEach(it -> addNamed(it, commands));
  }

  /** The group whose method this verb is. */
  Optional<CommandSpec> group(CommandSpec verb) {
    return Optional.ofNullable(groups.get(verb));
  }

  private static String firstWord(String... arguments) {
    var isValue = false;
    for (var argument : arguments) {
      if (!isValue && !argument.startsWith("-")) {
        return argument;
      }
      isValue = List.of("-o", "--output").contains(argument);
    }
    return "";
  }

  private static boolean isMeant(List<Object> meant, Object group) {
    return meant.isEmpty() || meant.contains(group);
  }

  private boolean has(Object group, String verb) {
    var own = group.getClass().getAnnotation(Command.class);
    return named.contains(group)
        ? isNamed(own, verb)
        : Stream.of(group.getClass().getDeclaredMethods())
            .anyMatch(method -> isNamed(method.getAnnotation(Command.class), verb));
  }

  private static boolean isNamed(Command command, String verb) {
    return command != null
        && (command.name().equals(verb) || List.of(command.aliases()).contains(verb));
  }

  private void addNamed(Object group, CommandLine commands) {
    var command = new CommandLine(group);
    if (group instanceof FlowVerbs) {
      addVerbs(new FlowVersionVerbs(session), command);
      addVerbs(new FlowTraceVerbs(session), command);
      addVerbs(new FlowParameterVerbs(session), command);
    }
    commands.addSubcommand(command);
  }

  /** The methods of a group become verbs of a command. */
  private void addVerbs(Object group, CommandLine command) {
    var groupCommands = new CommandLine(group);
    groupCommands
        .getSubcommands()
        .forEach(
            (name, verb) -> {
              groups.put(verb.getCommandSpec(), groupCommands.getCommandSpec());
              command.addSubcommand(name, verb);
            });
  }
}
