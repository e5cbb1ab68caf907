// A delegate that cannot be loaded, or lacks a function, is left alone: the program goes on without it.
#include <dlfcn.h>
#include <pthread.h>

#include "libpcsc-client/api/delegate.hpp"
#include "libpcsc-client/process/environment.hpp"

namespace scrm::client {
namespace {

constinit Delegate loaded{};
constinit const Delegate* in_use = nullptr;
constinit pthread_once_t once = PTHREAD_ONCE_INIT;

constinit thread_local bool inside_delegate = false;

template <class Function>
bool load(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

bool load_all(void* library, Delegate& to) {
    return load(library, "SCardEstablishContext", to.establish_context) &&
           load(library, "SCardReleaseContext", to.release_context) &&
           load(library, "SCardIsValidContext", to.is_valid_context) &&
           load(library, "SCardConnect", to.connect) &&        //
           load(library, "SCardReconnect", to.reconnect) &&    //
           load(library, "SCardDisconnect", to.disconnect) &&  //
           load(library, "SCardBeginTransaction", to.begin_transaction) &&
           load(library, "SCardEndTransaction", to.end_transaction) &&
           load(library, "SCardStatus", to.status) &&
           load(library, "SCardGetStatusChange", to.get_status_change) &&
           load(library, "SCardControl", to.control) &&    //
           load(library, "SCardTransmit", to.transmit) &&  //
           load(library, "SCardListReaderGroups", to.list_reader_groups) &&
           load(library, "SCardListReaders", to.list_readers) &&
           load(library, "SCardFreeMemory", to.free_memory) && load(library, "SCardCancel", to.cancel) &&
           load(library, "SCardGetAttrib", to.get_attrib) && load(library, "SCardSetAttrib", to.set_attrib);
}

void load_delegate() {
    const char* const name = delegate_name();
    void* const library = name != nullptr ? ::dlopen(name, RTLD_NOW | RTLD_LOCAL) : nullptr;
    if (library != nullptr && load_all(library, loaded))
        in_use = &loaded;
}

}  // namespace

Forward::Forward() {
    if (inside_delegate)
        return;
    ::pthread_once(&once, load_delegate);
    delegate_ = in_use;
    inside_delegate = delegate_ != nullptr;
}

Forward::~Forward() {
    if (delegate_ != nullptr)
        inside_delegate = false;
}

}  // namespace scrm::client
