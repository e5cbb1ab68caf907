// How often this program has asked for memory: malloc itself is counted, because Asio's coroutine frames do
// not come from operator new.
#pragma once

namespace scrm::bench {

unsigned long allocations();

}  // namespace scrm::bench
