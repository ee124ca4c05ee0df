//! Between the driver and rustls: a TLS stream over the driver's socket, and the
//! channel binding of SCRAM.
//!
//! Channel binding (RFC 5929, `tls-server-end-point`) ties the password's proof to
//! the certificate that was seen: a digest of the whole certificate, with the
//! hash function of its signature. Hosted servers ask for it
//! (`channel_binding=require`).

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use postgres::Socket;
use postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use ring::digest;
use rustls::ClientConfig;
use rustls::pki_types::{InvalidDnsNameError, ServerName};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsConnector;

/// What the driver asks for a TLS session with each host.
#[derive(Clone)]
pub(crate) struct MakeTls(Arc<ClientConfig>);

impl MakeTls {
    pub(super) fn new(config: ClientConfig) -> Self {
        Self(Arc::new(config))
    }
}

impl MakeTlsConnect<Socket> for MakeTls {
    type Stream = Stream;
    type TlsConnect = Connect;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<Connect, InvalidDnsNameError> {
        Ok(Connect {
            connector: Arc::clone(&self.0).into(),
            host: ServerName::try_from(host)?.to_owned(),
        })
    }
}

pub(crate) struct Connect {
    connector: TlsConnector,
    host: ServerName<'static>,
}

impl TlsConnect<Socket> for Connect {
    type Stream = Stream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

    fn connect(self, socket: Socket) -> Self::Future {
        let handshake = self.connector.connect(self.host, socket);
        Box::pin(async move { Ok(Stream(Box::new(handshake.await?))) })
    }
}

pub(crate) struct Stream(Box<tokio_rustls::client::TlsStream<Socket>>);

impl TlsStream for Stream {
    fn channel_binding(&self) -> ChannelBinding {
        let (_, session) = self.0.get_ref();
        let certificate = session.peer_certificates().and_then(|chain| chain.first());
        certificate
            .and_then(|certificate| end_point(certificate))
            .map_or_else(ChannelBinding::none, ChannelBinding::tls_server_end_point)
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// The digest of a certificate. Nothing where RFC 5929 names no hash function (Ed25519, RSA-PSS):
/// PostgreSQL itself refuses channel binding with these, and a login without it succeeds.
fn end_point(certificate: &[u8]) -> Option<Vec<u8>> {
    /// The object identifiers of signatures, as DER has them, and their hash function; MD5 and
    /// SHA-1 count as SHA-256.
    const SIGNATURES: [(&[u8], &digest::Algorithm); 9] = [
        // 1.2.840.113549.1.1: RSA with MD5, SHA-1, SHA-256, SHA-384, SHA-512
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", &digest::SHA256),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", &digest::SHA256),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", &digest::SHA256),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c", &digest::SHA384),
        (b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d", &digest::SHA512),
        // 1.2.840.10045.4: ECDSA with SHA-1, SHA-256, SHA-384, SHA-512
        (b"\x2a\x86\x48\xce\x3d\x04\x01", &digest::SHA256),
        (b"\x2a\x86\x48\xce\x3d\x04\x03\x02", &digest::SHA256),
        (b"\x2a\x86\x48\xce\x3d\x04\x03\x03", &digest::SHA384),
        (b"\x2a\x86\x48\xce\x3d\x04\x03\x04", &digest::SHA512),
    ];
    let signature = signature_algorithm(certificate)?;
    let (_, algorithm) = SIGNATURES.iter().find(|(oid, _)| *oid == signature)?;
    Some(digest::digest(algorithm, certificate).as_ref().to_vec())
}

/// `Certificate ::= SEQUENCE { tbsCertificate SEQUENCE, signatureAlgorithm SEQUENCE { algorithm
/// OBJECT IDENTIFIER, ... }, ... }` (RFC 5280, 4.1).
fn signature_algorithm(certificate: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const OBJECT_IDENTIFIER: u8 = 0x06;
    let (certificate, _) = element(certificate, SEQUENCE)?;
    let (_, rest) = element(certificate, SEQUENCE)?;
    let (algorithm, _) = element(rest, SEQUENCE)?;
    let (identifier, _) = element(algorithm, OBJECT_IDENTIFIER)?;
    Some(identifier)
}

/// The content of a DER element with this tag, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&[found, length], rest) = der.split_first_chunk()?;
    if found != tag {
        return None;
    }
    let (length, rest) = if length < 0x80 {
        (usize::from(length), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
        let length = bytes.iter().try_fold(0_usize, |length, &byte| {
            length.checked_mul(256)?.checked_add(usize::from(byte))
        })?;
        (length, rest)
    };
    rest.split_at_checked(length)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rcgen::{CertificateParams, KeyPair, SignatureAlgorithm};

    use super::*;

    fn certificate(algorithm: &'static SignatureAlgorithm) -> Vec<u8> {
        let key = KeyPair::generate_for(algorithm).unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.self_signed(&key).unwrap().der().to_vec()
    }

    #[test]
    fn the_digest_is_that_of_the_signatures_hash_function() {
        for (signature, algorithm) in [
            (&rcgen::PKCS_ECDSA_P256_SHA256, &digest::SHA256),
            (&rcgen::PKCS_ECDSA_P384_SHA384, &digest::SHA384),
        ] {
            let certificate = certificate(signature);
            let expected = digest::digest(algorithm, &certificate).as_ref().to_vec();
            assert_eq!(end_point(&certificate), Some(expected));
        }
        assert_eq!(end_point(&certificate(&rcgen::PKCS_ED25519)), None);
    }

    #[test]
    fn what_is_no_certificate_has_none() {
        let certificate = certificate(&rcgen::PKCS_ECDSA_P256_SHA256);
        for end in 0..certificate.len() - 80 {
            assert_eq!(end_point(&certificate[..end]), None);
        }
        assert_eq!(end_point(&[0x30, 0xff, 1, 2, 3]), None);
        assert_eq!(end_point(b"\x30\x84\xff\xff\xff\xff"), None);
    }
}
