// What this process gives up before it loads foreign code (docs/adr/0006 says what each costs). Whatever the
// kernel does not offer is done without.
#pragma once

namespace scrm::ifd_host {

/// Once, before the library is loaded and before the first thread is started. For good.
void enter_sandbox();

/// Part of it.
void limit_writing();

}  // namespace scrm::ifd_host
