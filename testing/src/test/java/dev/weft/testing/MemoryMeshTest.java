package dev.weft.testing;

import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.time.Clock;
import java.util.List;

class MemoryMeshTest extends MeshLogContract {
  private final MemoryMesh mesh = new MemoryMesh(Clock.systemUTC());

  @Override
  protected MeshLog log() {
    return mesh;
  }

  @Override
  protected List<String> auditActions() {
    return mesh.audit().stream().map(AuditEvent::action).toList();
  }
}
