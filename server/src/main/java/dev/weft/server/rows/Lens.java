package dev.weft.server.rows;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.ReadDecision;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;

/**
 * How somebody sees a port. Rows that were seen one way are not served when it is another: with a
 * row filter, which may look at who asks, it is another as soon as anything is decided anew.
 */
record Lens(ReadDecision decision, ReadTerms terms, long epoch) {

  /** Who asks for what, in which circumstances. */
  record Eye(PrincipalId reader, AccessContext context, PortName port) {}

  /** The view of this moment, and the epoch that it is at least of. */
  record Now(ReadView view, long epoch) {
    static Now of(Decisions decisions, Eye eye) {
      var epoch = decisions.epoch();
      return new Now(decisions.read(eye.reader(), eye.port(), eye.context()), epoch);
    }

    Lens lens() {
      return new Lens(ReadDecision.of(view), view.terms(), view.filter().isPresent() ? epoch : 0);
    }
  }
}
