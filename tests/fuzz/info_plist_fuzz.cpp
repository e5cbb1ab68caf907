// Info.plist of a bundle: whoever installs a handler writes it.
#include <cstdlib>

#include "daemon/bundles/bundle.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto reading =
        scrm::bundles::read_bundle("/drivers/x.bundle", {reinterpret_cast<const char*>(data), size});
    if (!reading.bundle && reading.complaints.empty())
        std::abort();  // refused without a word
    for (const auto& complaint : reading.complaints)
        if (complaint.line < 1 || complaint.line > size + 1)
            std::abort();
    if (reading.bundle && reading.bundle->library.find("/Contents/Linux/") == std::string::npos)
        std::abort();
    return 0;
}
