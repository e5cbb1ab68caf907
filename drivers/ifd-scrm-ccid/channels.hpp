// Which Lun is which slot of which reader. A Lun is 0xRRRRSSSS: the caller's number of the reader, and the
// slot.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "drivers/ifd-scrm-ccid/open_reader.hpp"
#include "drivers/ifd_abi/codes.hpp"

namespace scrm::ifd_handler {

/// A slot of a reader; both stay alive as long as somebody has hold of them. The loop ends after its readers,
/// and never by its own hand.
struct Channel {
    std::shared_ptr<DriverLoop> loop;
    std::shared_ptr<OpenReader> reader;
    std::size_t slot = 0;
};

/// Of any thread.
class Channels {
  public:
    /// The loop is made for the first reader, and ends with the last.
    using MakeLoop = std::function<std::shared_ptr<DriverLoop>()>;
    /// Where a device of that name is; nothing: nowhere.
    using FindDevice = std::function<std::optional<drivers::DeviceInfo>(std::string_view)>;

    Channels(MakeLoop make_loop, FindDevice find_device)
        : make_loop_(std::move(make_loop)), find_device_(std::move(find_device)) {}

    /// The first slot of a reader opens it, the others join. no_such_device: the device has left, has no such
    /// slot, or that interface of it is no reader.
    ifd_abi::ResponseCode open(ifd_abi::Dword lun, std::string_view device_name);
    /// The last slot of a reader closes it.
    ifd_abi::ResponseCode close(ifd_abi::Dword lun);
    [[nodiscard]] std::optional<Channel> find(ifd_abi::Dword lun);

  private:
    using Reader = std::shared_ptr<OpenReader>;
    struct InUse {
        std::shared_ptr<DriverLoop> loop;
        Reader reader;
        std::set<std::size_t> slots;
    };

    /// Nothing: that reader is not open yet.
    std::optional<ifd_abi::ResponseCode> join(ifd_abi::Dword lun);
    drivers::Result<Channel> open_reader(std::string_view device_name);
    std::shared_ptr<DriverLoop> loop();

    MakeLoop make_loop_;
    FindDevice find_device_;
    std::mutex mutex_;  // never held while a reader is opened or closed
    std::map<ifd_abi::Dword, InUse> readers_;
    std::weak_ptr<DriverLoop> loop_;
};

}  // namespace scrm::ifd_handler
