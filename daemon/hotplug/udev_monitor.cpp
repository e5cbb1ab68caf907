#include "daemon/hotplug/udev_monitor.hpp"

#include <libudev.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <filesystem>

#include "daemon/hotplug/udev_facts.hpp"
#include "daemon/hotplug/udevd.hpp"
#include "daemon/log/log.hpp"

namespace scrm::hotplug {
namespace {

namespace fs = std::filesystem;

constexpr const char* usb_devices = "/sys/bus/usb/devices";

// Some twenty files of sysfs are read for each reader, three for anything else.
constexpr std::size_t interfaces_a_turn = 4;
constexpr std::size_t events_a_turn = 16;
// A hub with many readers on it makes hundreds of events in a moment.
constexpr int event_buffer = 8 << 20;

// Interfaces are those with a colon: "1-1.3:1.0".
std::vector<std::string> interface_names() {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(usb_devices, error); !error && entry != fs::directory_iterator();
         entry.increment(error))
        if (std::string name = entry->path().filename().string(); name.find(':') != std::string::npos)
            names.push_back(std::move(name));
    std::ranges::sort(names, by_port);
    return names;
}

udev_device* usb_parent(udev_device* interface) {
    return udev_device_get_parent_with_subsystem_devtype(interface, "usb", "usb_device");
}

}  // namespace

void UdevMonitor::Unref::operator()(udev* library) const {
    udev_unref(library);
}
void UdevMonitor::Unref::operator()(udev_device* device) const {
    udev_device_unref(device);
}
void UdevMonitor::Unref::operator()(udev_monitor* monitor) const {
    udev_monitor_unref(monitor);
}
void UdevMonitor::Letting::operator()(
    boost::asio::posix::basic_stream_descriptor<drivers::Executor>* descriptor) const {
    descriptor->release();
    delete descriptor;
}

UdevMonitor::UdevMonitor(const drivers::Executor& loop, drivers::DeviceListener& listener, ListedIds listed)
    : loop_(loop), listener_(listener), listed_(std::move(listed)), inventory_(listener) {}

void UdevMonitor::start() {
    look_again();
}

// An own socket that listens to the kernel would be taken for udevd's, so the old one goes first.
UdevMonitor::Source UdevMonitor::subscribe() {
    ++round_;
    events_.reset();
    monitor_.reset();
    if (!udev_)
        udev_.reset(udev_new());
    if (!udev_)
        return Source::Nobody;
    const bool has_udevd = udevd_is_heard();
    monitor_.reset(udev_monitor_new_from_netlink(udev_.get(), has_udevd ? "udev" : "kernel"));
    if (monitor_) {
        udev_monitor_filter_add_match_subsystem_devtype(monitor_.get(), "usb", "usb_interface");
        udev_monitor_set_receive_buffer_size(monitor_.get(), event_buffer);
        if (udev_monitor_enable_receiving(monitor_.get()) < 0)
            monitor_.reset();
    }
    if (!monitor_)
        return Source::Nobody;
    events_.reset(new boost::asio::posix::basic_stream_descriptor<drivers::Executor>(
        loop_, udev_monitor_get_fd(monitor_.get())));
    wait_for_events();
    return has_udevd ? Source::Udevd : Source::Kernel;
}

void UdevMonitor::heed(Source source) {
    const auto before = std::exchange(source_, source);
    if (before == source)
        return;
    if (source == Source::Nobody)
        log::warning("nobody tells of USB readers that come and go: ask to look again after a change");
    if (source == Source::Kernel)
        log::info("udevd is not heard here: readers are looked for as the kernel tells of them");
    if (source == Source::Udevd && before)
        log::info("udevd is heard: readers are looked for as it tells of them");
}

const char* UdevMonitor::missing() const {
    if (source_ == Source::Nobody)
        return "any news of USB readers";
    return source_ == Source::Kernel ? "udevd" : "";
}

void UdevMonitor::wait_for_events() {
    events_->async_wait(boost::asio::posix::descriptor_base::wait_read,
                        [this, round = round_](boost::system::error_code cancelled) {
                            if (cancelled || round != round_)
                                return;
                            take_events();
                            if (round == round_)
                                wait_for_events();
                        });
}

// What is left is readable still, and taken in the next turn. Events that were lost are made good by looking.
void UdevMonitor::take_events() {
    for (std::size_t taken = 0; taken < events_a_turn; ++taken) {
        errno = 0;
        const Device device(udev_monitor_receive_device(monitor_.get()));
        if (device) {
            take_event(device);
        } else if (errno == ENOBUFS) {
            log::warning("too many USB events at a time: looking for readers anew");
            return look_again();
        } else {
            return;
        }
    }
}

// Sysfs tells what is there now. When a driver lets an interface go because the device is leaving, that may
// be the next device at its place, or half of it; of which "add" will tell in its time.
void UdevMonitor::take_event(const Device& device) {
    const std::string address = usb_address(udev_text(udev_device_get_sysname(device.get())));
    const std::string action = udev_text(udev_device_get_action(device.get()));
    if (action == "unbind")
        return;
    if (action == "remove")
        inventory_.gone(address);
    else
        look_at(device);
    to_be_told_of_.erase(address);
    tell_if_enumerated();
}

void UdevMonitor::look_again() {
    heed(subscribe());
    std::vector<std::string> names = udev_ ? interface_names() : std::vector<std::string>();
    std::set<std::string> addresses;
    for (const std::string& name : names)
        addresses.insert(usb_address(name));
    inventory_.only(addresses);
    const bool already_looking = !to_look_at_.empty();
    to_be_told_of_.clear();
    to_look_at_ = std::move(names);
    std::ranges::reverse(to_look_at_);
    if (!already_looking)
        look_at_some();
}

void UdevMonitor::look_at_some() {
    for (std::size_t i = 0; i < interfaces_a_turn && !to_look_at_.empty(); ++i) {
        const std::string name = std::move(to_look_at_.back());
        to_look_at_.pop_back();
        const Device device(udev_device_new_from_subsystem_sysname(udev_.get(), "usb", name.c_str()));
        if (!device)
            continue;
        if (source_ != Source::Udevd || udev_device_get_is_initialized(device.get()) > 0)
            look_at(device);
        else if (may_be_reader(device))
            to_be_told_of_.insert(usb_address(name));
    }
    if (!to_look_at_.empty())
        return boost::asio::post(loop_, [this] {
            if (stage_ != Stage::Stopped)
                look_at_some();
        });
    tell_if_enumerated();
}

void UdevMonitor::tell_if_enumerated() {
    if (stage_ != Stage::Enumerating || !to_look_at_.empty() || !to_be_told_of_.empty())
        return;
    stage_ = Stage::Following;
    listener_.enumerated();
}

bool UdevMonitor::may_be_reader(const Device& device) const {
    udev_device* const parent = usb_parent(device.get());
    const auto of_device = [&](const char* name) {
        return udev_text(udev_device_get_sysattr_value(parent, name));
    };
    return parent != nullptr &&
           worth_a_look(udev_text(udev_device_get_sysattr_value(device.get(), "bInterfaceClass")),
                        of_device("idVendor"), of_device("idProduct"), listed_);
}

// One that is to be ignored by now, or has changed into no reader, leaves. Without a parent it has gone
// already, and its removal will be told.
void UdevMonitor::look_at(const Device& device) {
    udev_device* const parent = usb_parent(device.get());
    if (parent == nullptr)
        return;
    if (may_be_reader(device))
        if (const auto found = device_from(facts_of(device.get(), parent), listed_))
            return inventory_.seen(*found);
    inventory_.gone(usb_address(udev_text(udev_device_get_sysname(device.get()))));
}

void UdevMonitor::stop() {
    ++round_;
    stage_ = Stage::Stopped;
    to_look_at_.clear();
    events_.reset();
}

}  // namespace scrm::hotplug
