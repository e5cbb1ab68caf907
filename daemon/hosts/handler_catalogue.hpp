// The seam between finding IFD handlers (bundles) and running them: which handlers are there for a device?
#pragma once

#include <vector>

#include "daemon/hosts/handler_spec.hpp"
#include "drivers/api/device_info.hpp"

namespace scrm::hosts {

class HandlerCatalogue {
  public:
    HandlerCatalogue() = default;
    HandlerCatalogue(const HandlerCatalogue&) = delete;
    HandlerCatalogue& operator=(const HandlerCatalogue&) = delete;
    virtual ~HandlerCatalogue() = default;

    /// In the order in which they are to be tried, those that fit best first; empty for none. Each spec is
    /// complete but for its deadlines and restarts, which the settings give. Never waits.
    [[nodiscard]] virtual std::vector<HandlerSpec> handlers_for(
        const drivers::UsbInterface& device) const = 0;
};

}  // namespace scrm::hosts
