// Which of two runs when the processor is wanted by a client and by the daemon (docs/adr/0013).
#pragma once

namespace scrm::service {

/// Steps back by one level of nice, unless somebody has chosen a level for this process. Best effort.
void let_clients_go_first();

}  // namespace scrm::service
