#include "daemon/sessions/context.hpp"

namespace scrm::sessions {

// A wait that is cancelled may leave the list, but none joins it meanwhile.
void Context::cancel_waits() {
    for (auto wait = waits.begin(); wait != waits.end();)
        (wait++)->cancel();
}

}  // namespace scrm::sessions
