// The descriptors of USB devices for tests, as sysfs gives them.
#pragma once

#include <string>

namespace scrm::hotplug::test {

inline std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values)
        text.push_back(static_cast<char>(value));
    return text;
}

inline std::string device_descriptor() {
    return bytes({18, 1, 0, 2, 0, 0, 0, 8, 0xE6, 8, 0x37, 0x34, 0, 1, 1, 2, 3, 1});
}

inline std::string configuration(int value) {
    return bytes({9, 2, 93, 0, 1, value, 0, 0xA0, 50});
}

inline std::string interface(int number, int interface_class, int setting = 0) {
    return bytes({9, 4, number, setting, 3, interface_class, 0, 0, 0});
}

inline std::string endpoint() {
    return bytes({7, 5, 0x81, 2, 64, 0, 0});
}

inline std::string ccid(int last_slot, int type = 0x21) {
    std::string descriptor = bytes({54, type, 0x10, 1, last_slot});
    descriptor.resize(54, '\x01');
    return descriptor;
}

}  // namespace scrm::hotplug::test
