// What clients are told of readers may be old: nobody asked for a while. Whoever looks again says so by this.
#pragma once

#include <functional>
#include <memory>

namespace scrm::drivers {

/// While somebody keeps it what clients are told of readers waits. Whom it is given to need not know more.
using Doubt = std::shared_ptr<void>;
using BeginDoubt = std::function<Doubt()>;

}  // namespace scrm::drivers
