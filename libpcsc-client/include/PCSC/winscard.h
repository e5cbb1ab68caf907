/* SPDX-License-Identifier: BSD-3-Clause
 *
 * PC/SC: every function a program calls. Each returns SCARD_S_SUCCESS or one of the codes in <pcsclite.h>;
 * those that nearly every function can return are SCARD_E_INVALID_HANDLE, SCARD_E_INVALID_PARAMETER (a
 * pointer that must not be NULL) and SCARD_E_NO_SERVICE (nobody answers; a context that met this must be
 * established anew).
 *
 * A length passed by pointer is in: room in bytes, out: bytes used or needed. Too little room is
 * SCARD_E_INSUFFICIENT_BUFFER, a NULL buffer asks for the length alone, and SCARD_AUTOALLOCATE has it
 * allocated.
 */
#ifndef __winscard_h__
#define __winscard_h__

#include "pcsclite.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Connects to the resource manager. The two reserved arguments are ignored. A context may be used by any
 * thread; its calls run one after another, SCardCancel() alone beside them. SCARD_E_INVALID_VALUE: no such
 * scope. */
PCSC_API LONG SCardEstablishContext(DWORD dwScope, LPCVOID pvReserved1, LPCVOID pvReserved2,
                                    LPSCARDCONTEXT phContext);

/* Ends a context, its card handles and its transactions. Memory the library allocated stays the program's. */
PCSC_API LONG SCardReleaseContext(SCARDCONTEXT hContext);

/* SCARD_S_SUCCESS if the handle is a live context of this process, else SCARD_E_INVALID_HANDLE. */
PCSC_API LONG SCardIsValidContext(SCARDCONTEXT hContext);

/* Connects to a reader, and to its card unless the share mode is DIRECT. Waits while another program has a
 * transaction. *pdwActiveProtocol: the one protocol chosen, 0 for none. SCARD_E_UNKNOWN_READER,
 * SCARD_E_NO_SMARTCARD, SCARD_E_SHARING_VIOLATION, SCARD_E_PROTO_MISMATCH, SCARD_W_UNRESPONSIVE_CARD,
 * SCARD_W_UNPOWERED_CARD. */
PCSC_API LONG SCardConnect(SCARDCONTEXT hContext, LPCSTR szReader, DWORD dwShareMode,
                           DWORD dwPreferredProtocols, LPSCARDHANDLE phCard, LPDWORD pdwActiveProtocol);

/* Renews a connection: clears SCARD_W_RESET_CARD and SCARD_W_REMOVED_CARD, and may reset or unpower the card
 * first (dwInitialization: SCARD_LEAVE_CARD ...). */
PCSC_API LONG SCardReconnect(SCARDHANDLE hCard, DWORD dwShareMode, DWORD dwPreferredProtocols,
                             DWORD dwInitialization, LPDWORD pdwActiveProtocol);

/* Ends a connection; the handle is gone whatever the result. dwDisposition: SCARD_LEAVE_CARD ... */
PCSC_API LONG SCardDisconnect(SCARDHANDLE hCard, DWORD dwDisposition);

/* Keeps every other program from the card; waits until nobody else does. May be nested. */
PCSC_API LONG SCardBeginTransaction(SCARDHANDLE hCard);

/* Ends the innermost transaction. SCARD_E_NOT_TRANSACTED: there is none. */
PCSC_API LONG SCardEndTransaction(SCARDHANDLE hCard, DWORD dwDisposition);

/* The reader's name (a multi-string of one), its SCARD_* state bits, protocol and ATR. Any out pointer may be
 * NULL. */
PCSC_API LONG SCardStatus(SCARDHANDLE hCard, LPSTR mszReaderName, LPDWORD pcchReaderLen, LPDWORD pdwState,
                          LPDWORD pdwProtocol, LPBYTE pbAtr, LPDWORD pcbAtrLen);

/* Waits until a reader differs from what the program knows of it, or dwTimeout milliseconds (INFINITE: for
 * ever; 0: looks once). The reader name "\\?PnP?\Notification" stands for readers coming and going.
 * SCARD_E_TIMEOUT, SCARD_E_CANCELLED, SCARD_E_UNKNOWN_READER. */
PCSC_API LONG SCardGetStatusChange(SCARDCONTEXT hContext, DWORD dwTimeout, SCARD_READERSTATE* rgReaderStates,
                                   DWORD cReaders);

/* A command for the reader itself: SCARD_CTL_CODE() in <reader.h>. *lpBytesReturned: bytes of the answer, 0
 * on error. SCARD_E_UNSUPPORTED_FEATURE: the reader knows no such command. */
PCSC_API LONG SCardControl(SCARDHANDLE hCard, DWORD dwControlCode, LPCVOID pbSendBuffer, DWORD cbSendLength,
                           LPVOID pbRecvBuffer, DWORD cbRecvLength, LPDWORD lpBytesReturned);

/* Sends an APDU and receives its response, SW1-SW2 included. pioSendPci: SCARD_PCI_T0, _T1 or _RAW;
 * pioRecvPci may be NULL. *pcbRecvLength in: room (2 bytes at least), out: bytes received.
 * SCARD_E_PROTO_MISMATCH, SCARD_W_RESET_CARD, SCARD_W_REMOVED_CARD, SCARD_E_NO_SMARTCARD,
 * SCARD_E_NOT_TRANSACTED: the exchange failed. */
PCSC_API LONG SCardTransmit(SCARDHANDLE hCard, const SCARD_IO_REQUEST* pioSendPci, LPCBYTE pbSendBuffer,
                            DWORD cbSendLength, SCARD_IO_REQUEST* pioRecvPci, LPBYTE pbRecvBuffer,
                            LPDWORD pcbRecvLength);

/* The names of all reader groups, a multi-string. */
PCSC_API LONG SCardListReaderGroups(SCARDCONTEXT hContext, LPSTR mszGroups, LPDWORD pcchGroups);

/* The names of all readers, a multi-string. mszGroups is ignored. SCARD_E_NO_READERS_AVAILABLE: there is
 * none. */
PCSC_API LONG SCardListReaders(SCARDCONTEXT hContext, LPCSTR mszGroups, LPSTR mszReaders,
                               LPDWORD pcchReaders);

/* Gives back what SCARD_AUTOALLOCATE brought. */
PCSC_API LONG SCardFreeMemory(SCARDCONTEXT hContext, LPCVOID pvMem);

/* Ends a SCardGetStatusChange() that another thread waits in on this context. */
PCSC_API LONG SCardCancel(SCARDCONTEXT hContext);

/* Reads an attribute of reader or card: SCARD_ATTR_* in <reader.h>. SCARD_E_UNSUPPORTED_FEATURE: has no such.
 */
PCSC_API LONG SCardGetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPBYTE pbAttr, LPDWORD pcbAttrLen);

/* Sets one. */
PCSC_API LONG SCardSetAttrib(SCARDHANDLE hCard, DWORD dwAttrId, LPCBYTE pbAttr, DWORD cbAttrLen);

#ifdef __cplusplus
}
#endif

#endif
