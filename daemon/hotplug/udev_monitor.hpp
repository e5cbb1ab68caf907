// Tells of USB readers as the kernel and udev tell: subscribed first, then enumerated, so that none is
// missed.
//
// It is thin: which interface is a reader is in usb_device_info, what is new is in usb_inventory. Where udevd
// is not heard the kernel's own events are, instead (docs/adr/0011); where these cannot be heard either,
// readers are found when somebody asks to look again.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "daemon/hotplug/usb_device_info.hpp"
#include "daemon/hotplug/usb_inventory.hpp"
#include "drivers/api/awaitable.hpp"

struct udev;
struct udev_device;
struct udev_monitor;

namespace scrm::hotplug {

class UdevMonitor {
  public:
    /// `listener` must outlive it, and it the loop's run.
    UdevMonitor(const drivers::Executor& loop, drivers::DeviceListener& listener, ListedIds listed);

    /// Ends with enumerated(), some turns of the loop later, and when udevd has dealt with all that is there.
    void start();
    /// Subscribes and enumerates anew: udevd may have come or gone. Tells of what events were missed, or of
    /// what is listed only now.
    void look_again();
    /// What it must do without: "udevd", or more; empty for nothing.
    [[nodiscard]] const char* missing() const;
    /// Tells nothing any more.
    void stop();

  private:
    struct Unref {
        void operator()(udev* library) const;
        void operator()(udev_device* device) const;
        void operator()(udev_monitor* monitor) const;
    };
    using Device = std::unique_ptr<udev_device, Unref>;
    // Its descriptor is libudev's: this one must let go of it, not close it.
    struct Letting {
        void operator()(boost::asio::posix::basic_stream_descriptor<drivers::Executor>* descriptor) const;
    };

    /// Whose word on what comes and goes is heard.
    enum class Source : std::uint8_t { Udevd, Kernel, Nobody };

    Source subscribe();
    void heed(Source source);
    void wait_for_events();
    void take_events();
    void take_event(const Device& device);
    void look_at_some();
    [[nodiscard]] bool may_be_reader(const Device& device) const;
    void look_at(const Device& device);
    void tell_if_enumerated();

    drivers::Executor loop_;
    drivers::DeviceListener& listener_;
    ListedIds listed_;
    UsbInventory inventory_;
    std::unique_ptr<udev, Unref> udev_;
    std::unique_ptr<udev_monitor, Unref> monitor_;
    std::unique_ptr<boost::asio::posix::basic_stream_descriptor<drivers::Executor>, Letting> events_;
    std::optional<Source> source_;         // once it was looked for
    unsigned round_ = 0;                   // of subscribing; handlers of earlier ones do nothing
    std::vector<std::string> to_look_at_;  // names in sysfs, the next one last
    // Addresses of what udevd has not dealt with yet, and what may be a reader: it will tell.
    std::set<std::string> to_be_told_of_;
    enum class Stage : std::uint8_t { Enumerating, Following, Stopped } stage_ = Stage::Enumerating;
};

}  // namespace scrm::hotplug
