#include "drivers/virtual/fault.hpp"

namespace scrm::virtual_reader {

Fault take(Fault& fault, Occasion occasion) {
    const bool exchanges_alone = fault.kind == FaultKind::Slow || fault.kind == FaultKind::Garbage;
    if (fault.kind == FaultKind::None || (exchanges_alone && occasion == Occasion::PowerUp))
        return {};
    const Fault taken = fault;
    if (fault.uses && --*fault.uses == 0)
        fault = {};
    return taken;
}

const char* describe(FaultKind kind) {
    switch (kind) {
        case FaultKind::None:
            return "none";
        case FaultKind::Mute:
            return "mute";
        case FaultKind::Slow:
            return "slow";
        case FaultKind::Garbage:
            return "garbage";
        case FaultKind::Error:
            return "error";
        case FaultKind::Hang:
            return "hang";
    }
    return "unknown";
}

}  // namespace scrm::virtual_reader
