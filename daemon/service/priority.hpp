// Which of two runs when the processor is wanted by a client and by the daemon (docs/adr/0014).
#pragma once

namespace scrm::service {

/// Steps back by one level of nice from where the process was started, and asks for longer turns, which come
/// later. Best effort.
void let_clients_go_first();

}  // namespace scrm::service
