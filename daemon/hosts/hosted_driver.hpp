// The driver of all readers with a foreign IFD handler: finds the handler, and gives it a process.
#pragma once

#include <functional>
#include <optional>

#include "daemon/hosts/handler_catalogue.hpp"
#include "daemon/hosts/hosted_device.hpp"
#include "drivers/api/driver.hpp"

namespace scrm::hosts {

class HostedDriver final : public drivers::Driver {
  public:
    /// Fills in what the settings say of a handler's deadlines and restarts.
    using Tuning = std::function<void(HandlerSpec& spec)>;
    struct Programs {
        std::string host;
        std::string host_i386;
    };
    using FindPrograms = std::function<Programs()>;

    /// `catalogue` may be null: then only configured readers are served. It outlives the driver, as this does
    /// the devices.
    HostedDriver(const drivers::Executor& loop, FindPrograms find_programs, const HandlerCatalogue* catalogue,
                 Tuning tuning);

    [[nodiscard]] std::string_view name() const override { return "hosted"; }
    [[nodiscard]] drivers::Match match(const drivers::DeviceInfo& device) const override;
    /// So many clients there are now. What `doubt` returns is kept until readers have been looked at for the
    /// first of them.
    void count_clients(std::size_t clients, const drivers::BeginDoubt& doubt) {
        audience_.count(clients, doubt);
    }

    [[nodiscard]] drivers::Expectation expect(const drivers::DeviceInfo& device) const override;
    drivers::Awaitable<drivers::Result<std::unique_ptr<drivers::ReaderDevice>>> open(
        drivers::DeviceInfo device, drivers::Deadline deadline) override;
    void give_up(const drivers::DeviceInfo& device) override;

  private:
    struct Opening {
        std::string address;
        HostedDevice* with = nullptr;  // the handler whose turn it is
        bool given_up = false;
    };
    [[nodiscard]] std::vector<HandlerSpec> handlers_for(const drivers::DeviceInfo& device) const;

    const HostSurroundings& surroundings();

    drivers::Executor loop_;
    FindPrograms find_programs_;
    Audience audience_;
    std::unique_ptr<PacketRoom> room_;
    std::optional<HostSurroundings> all_;  // once there is a device
    const HandlerCatalogue* catalogue_;
    Tuning tuning_;
    std::vector<std::weak_ptr<Opening>> openings_;  // each lives as long as its open()
};

}  // namespace scrm::hosts
