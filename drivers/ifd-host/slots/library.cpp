#include "drivers/ifd-host/slots/library.hpp"

#include <dlfcn.h>

namespace scrm::ifd_host {
namespace {

using ipc::host::OpenResult;

class Symbols {
  public:
    explicit Symbols(void* library) : library_(library) {}

    /// Some compilers put an underscore before what C calls a name.
    template <class Function>
    void find(const char* name, Function& function) const {
        void* symbol = dlsym(library_, (std::string("_") + name).c_str());
        if (symbol == nullptr)
            symbol = dlsym(library_, name);
        function = reinterpret_cast<Function>(symbol);
    }

    template <class Function>
    void need(const char* name, Function& function) {
        find(name, function);
        if (function == nullptr)
            miss(name);
    }

    void miss(const std::string& name) { missing_ += (missing_.empty() ? "" : ", ") + name; }
    [[nodiscard]] const std::string& missing() const { return missing_; }

  private:
    void* library_;
    std::string missing_;
};

}  // namespace

std::variant<ifd_abi::Functions, OpenFailure> load_library(const std::string& path) {
    void* const library = dlopen(path.c_str(), RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr) {
        const char* const reason = dlerror();  // NOLINT(concurrency-mt-unsafe): it is of the calling thread
        return OpenFailure{OpenResult::LibraryNotLoaded, 0, reason == nullptr ? path : reason};
    }
    ifd_abi::Functions f;
    Symbols symbols(library);
    symbols.find("IFDHCreateChannelByName", f.create_channel_by_name);
    symbols.find("IFDHCreateChannel", f.create_channel);
    symbols.find("IFDHSetProtocolParameters", f.set_protocol_parameters);
    if (f.create_channel_by_name == nullptr && f.create_channel == nullptr)
        symbols.miss("IFDHCreateChannelByName or IFDHCreateChannel");
    symbols.need("IFDHCloseChannel", f.close_channel);
    symbols.need("IFDHGetCapabilities", f.get_capabilities);
    symbols.need("IFDHSetCapabilities", f.set_capabilities);
    symbols.need("IFDHPowerICC", f.power_icc);
    symbols.need("IFDHTransmitToICC", f.transmit_to_icc);
    symbols.need("IFDHControl", f.control);
    symbols.need("IFDHICCPresence", f.icc_presence);
    if (!symbols.missing().empty())
        return OpenFailure{OpenResult::FunctionsMissing, 0, symbols.missing()};
    return f;
}

}  // namespace scrm::ifd_host
