// The IFD handler's functions, called as a resource manager calls them, with an emulated reader on the
// handler's own loop.
#pragma once

#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <future>

#include "drivers/ifd-scrm-ccid/library.hpp"
#include "drivers/ifd_abi/functions.hpp"
#include "tests/fakes/ccid/emulated_reader.hpp"

extern "C" {
using scrm::ifd_abi::Dword;
using scrm::ifd_abi::ResponseCode;
// NOLINTBEGIN(readability-identifier-naming): the interface's names
ResponseCode IFDHCreateChannelByName(Dword Lun, char* DeviceName);
ResponseCode IFDHCreateChannel(Dword Lun, Dword Channel);
ResponseCode IFDHCloseChannel(Dword Lun);
ResponseCode IFDHGetCapabilities(Dword Lun, Dword Tag, Dword* Length, std::uint8_t* Value);
ResponseCode IFDHSetCapabilities(Dword Lun, Dword Tag, Dword Length, std::uint8_t* Value);
ResponseCode IFDHSetProtocolParameters(Dword Lun, Dword Protocol, std::uint8_t Flags, std::uint8_t PTS1,
                                       std::uint8_t PTS2, std::uint8_t PTS3);
ResponseCode IFDHPowerICC(Dword Lun, Dword Action, std::uint8_t* Atr, Dword* AtrLength);
ResponseCode IFDHTransmitToICC(Dword Lun, scrm::ifd_abi::IoHeader SendPci, std::uint8_t* TxBuffer,
                               Dword TxLength, std::uint8_t* RxBuffer, Dword* RxLength,
                               scrm::ifd_abi::IoHeader* RecvPci);
ResponseCode IFDHControl(Dword Lun, Dword dwControlCode, std::uint8_t* TxBuffer, Dword TxLength,
                         std::uint8_t* RxBuffer, Dword RxLength, Dword* pdwBytesReturned);
ResponseCode IFDHICCPresence(Dword Lun);
// NOLINTEND(readability-identifier-naming)
}

namespace scrm::ifd_handler::test {

using fakes::Octets;

inline ccid::Timing quick_timing() {
    using namespace std::chrono_literals;
    ccid::Timing timing;
    timing.card_left = 50ms;
    timing.abort = 100ms;
    timing.poll = 5ms;
    return timing;
}

/// One emulated reader, on the loop that the first open reader starts.
class HandlerBench {
  public:
    explicit HandlerBench(const std::string& reader, std::uint8_t interface_class = 0x0B)
        : recorded_(fakes::golden_reader(reader)),
          class_(interface_class),
          channels_([this] { return make_loop(); }, [this](std::string_view name) { return find(name); }) {
        current() = this;
    }
    HandlerBench(const HandlerBench&) = delete;
    HandlerBench& operator=(const HandlerBench&) = delete;
    ~HandlerBench() { current() = nullptr; }

    static HandlerBench*& current() {
        static HandlerBench* one = nullptr;
        return one;
    }
    Channels& channels() { return channels_; }
    [[nodiscard]] bool loop_runs() const { return !loop_.expired(); }

    ResponseCode open(Dword lun) {
        std::string name = "usb:08e6/3437:libudev:0:/dev/bus/usb/001/004";
        return IFDHCreateChannelByName(lun, name.data());
    }
    /// Something with the reader, on the loop it lives on.
    void with_reader(const std::function<void(fakes::EmulatedReader&)>& work) {
        std::promise<void> done;
        loop_.lock()->post([&] {
            work(*emulated_);
            done.set_value();
        });
        done.get_future().get();
    }
    void insert(std::size_t slot, const fakes::CardMake& card = fakes::card_for_both()) {
        with_reader([&](fakes::EmulatedReader& reader) { reader.insert(slot, card); });
    }
    void remove(std::size_t slot) {
        with_reader([&](fakes::EmulatedReader& reader) { reader.remove(slot); });
    }

    std::vector<std::string> heard;
    bool plugged_in = true;
    int opened = 0;  // how often the device was

  private:
    class Bus final : public usb::Bus {
      public:
        explicit Bus(HandlerBench& bench) : bench_(bench) {}
        Bus(const Bus&) = delete;
        Bus& operator=(const Bus&) = delete;
        // What nobody opened would outlive the loop it lives on.
        ~Bus() override { bench_.emulated_.reset(); }
        drivers::Awaitable<usb::OpenResult> open(drivers::UsbInterface, drivers::Deadline) override {
            ++bench_.opened;
            auto interface = bench_.emulated_->take_interface();
            if (interface == nullptr)  // has been taken, and was unplugged since
                co_return usb::OpenError{usb::OpenFailure::Gone, "nothing is plugged in"};
            co_return interface;
        }

      private:
        HandlerBench& bench_;
    };

    std::shared_ptr<DriverLoop> make_loop() {
        const auto make_bus = [this](const drivers::Executor& executor) -> std::unique_ptr<usb::Bus> {
            emulated_ = std::make_unique<fakes::EmulatedReader>(executor, recorded_);
            return std::make_unique<Bus>(*this);
        };
        auto loop = std::make_shared<DriverLoop>(
            make_bus, [this](const std::string& words) { heard.push_back(words); }, "no such folder",
            quick_timing());
        loop_ = loop;
        return loop;
    }
    std::optional<drivers::DeviceInfo> find(std::string_view) const {
        if (!plugged_in)
            return std::nullopt;
        drivers::UsbInterface place = recorded_.description().place;
        place.interface_class = class_;
        return drivers::DeviceInfo{"usb:1-1:1.0", std::move(place)};
    }

    fakes::RecordedReader recorded_;
    std::uint8_t class_;
    std::unique_ptr<fakes::EmulatedReader> emulated_;
    std::weak_ptr<DriverLoop> loop_;
    Channels channels_;
};

/// What a call gave.
struct Given {
    ResponseCode code = 0;
    Octets bytes;
};

inline Given capability(Dword lun, Dword tag, Dword room = 300) {
    Octets value(room);
    Dword length = room;
    const ResponseCode code = IFDHGetCapabilities(lun, tag, &length, value.data());
    value.resize(code == ifd_abi::success ? length : 0);
    return {code, value};
}

inline Given power(Dword lun, Dword action) {
    Octets atr(ifd_abi::max_atr_size);
    Dword length = atr.size();
    const ResponseCode code = IFDHPowerICC(lun, action, atr.data(), &length);
    atr.resize(length);
    return {code, atr};
}

inline Given transmit(Dword lun, Octets command, Dword protocol = 1, Dword room = 65'548) {
    Octets answer(room);
    Dword length = room;
    ifd_abi::IoHeader received{};
    const ResponseCode code = IFDHTransmitToICC(lun, {protocol, sizeof(ifd_abi::IoHeader)}, command.data(),
                                                command.size(), answer.data(), &length, &received);
    answer.resize(length);
    return {code, answer};
}

inline Given control(Dword lun, Dword code, Octets input, Dword room = 300) {
    Octets output(room);
    Dword length = room;
    const ResponseCode result =
        IFDHControl(lun, code, input.data(), input.size(), output.data(), room, &length);
    output.resize(length);
    return {result, output};
}

/// A function that the handler gives away.
template <class Function>
Function function(Dword lun, Dword tag) {
    const Given given = capability(lun, tag);
    REQUIRE(given.bytes.size() == sizeof(Function));
    Function function = nullptr;
    std::memcpy(&function, given.bytes.data(), sizeof function);
    return function;
}

inline ifd_abi::WaitForCard waiting(Dword lun) {
    return function<ifd_abi::WaitForCard>(lun, ifd_abi::tag::polling_thread_with_timeout);
}

inline ifd_abi::StopWaiting stopping(Dword lun) {
    return function<ifd_abi::StopWaiting>(lun, ifd_abi::tag::stop_polling_thread);
}

}  // namespace scrm::ifd_handler::test
