//! TLS by rustls, with libpq's `sslmode`.

use std::path::PathBuf;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};

use super::stream::MakeTls;
use crate::error::{Error, Result};

/// libpq's `sslmode` (PostgreSQL documentation, "SSL Support" of libpq), in the order of what
/// they ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SslMode {
    /// No TLS.
    Disable,
    /// TLS only when the server refuses to go on without.
    Allow,
    /// TLS when the server has it; the certificate is not looked at. The default.
    Prefer,
    /// TLS; the certificate is not looked at, unless there is a root certificate file.
    Require,
    /// TLS, with a certificate that a trusted authority has signed.
    VerifyCa,
    /// The same, and the certificate is for the host that is connected to.
    VerifyFull,
}

impl SslMode {
    const WORDS: [(&'static str, Self); 6] = [
        ("disable", Self::Disable),
        ("allow", Self::Allow),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];

    /// Reads the word, in any case, as sqlx does.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let lower = text.to_ascii_lowercase().replace('_', "-");
        let mode = Self::WORDS.iter().find(|(word, _)| *word == lower);
        mode.map(|&(_, mode)| mode).ok_or_else(|| {
            let words: Vec<_> = Self::WORDS
                .iter()
                .map(|(word, _)| format!("`{word}`"))
                .collect();
            Error::usage(format!(
                "`sslmode` is `{text}`, expected one of {}",
                words.join(", ")
            ))
        })
    }

    /// The word.
    pub fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(_, mode)| *mode == self)
            .map_or("", |(word, _)| word)
    }
}

/// The files that TLS needs, by parameter or libpq's default.
#[derive(Clone, Debug)]
pub(crate) struct TlsFiles {
    /// `sslrootcert`, perhaps `system`.
    pub(super) root: Option<PathBuf>,
    /// `sslcert`.
    pub(super) certificate: Option<PathBuf>,
    /// `sslkey`.
    pub(super) key: Option<PathBuf>,
    /// `sslsni`.
    pub(super) sni: bool,
    /// `sslnegotiation=direct`, which is told apart by its protocol name.
    pub(super) direct: bool,
}

impl Default for TlsFiles {
    fn default() -> Self {
        Self {
            root: None,
            certificate: None,
            key: None,
            sni: true,
            direct: false,
        }
    }
}

/// What the driver needs for TLS.
///
/// # Errors
///
/// When a file can't be read or the system trusts no authority.
pub(crate) fn connector(mode: SslMode, files: &TlsFiles) -> Result<MakeTls> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(mode, files, &provider)?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::failed(format!("cannot set up TLS: {error}")))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match (&files.certificate, &files.key) {
        (Some(certificate), Some(key)) => {
            let chain = certificates(certificate, "sslcert")?;
            let key = PrivateKeyDer::from_pem_file(key).map_err(|error| {
                Error::usage(format!(
                    "cannot read the private key `{}` (`sslkey`): {error}",
                    key.display()
                ))
                .help("an encrypted key is not supported; PEM without a passphrase is")
            })?;
            builder.with_client_auth_cert(chain, key).map_err(|error| {
                Error::usage(format!(
                    "cannot use the client certificate `{}`: {error}",
                    certificate.display()
                ))
            })?
        }
        _ => builder.with_no_client_auth(),
    };
    config.enable_sni = files.sni;
    if files.direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    Ok(MakeTls::new(config))
}

fn certificates(path: &PathBuf, parameter: &str) -> Result<Vec<CertificateDer<'static>>> {
    let read = |error: &dyn std::fmt::Display| {
        Error::usage(format!(
            "cannot read the certificate file `{}` (`{parameter}`): {error}",
            path.display()
        ))
    };
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .map_err(|error| read(&error))?
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| read(&error))?;
    if certificates.is_empty() {
        return Err(read(&"it has no `BEGIN CERTIFICATE`"));
    }
    Ok(certificates)
}

/// Looks at the server's certificate as far as `sslmode` asks.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// Nothing to verify against: any certificate will do.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    /// The certificates of the root file. A server's own certificate may be among them, which
    /// OpenSSL, and so libpq, accepts, and WebPKI on its own does not when it is an authority's.
    listed: Vec<CertificateDer<'static>>,
    names: bool,
}

impl Verifier {
    fn new(mode: SslMode, files: &TlsFiles, provider: &Arc<CryptoProvider>) -> Result<Self> {
        let mut verifier = Self {
            provider: Arc::clone(provider),
            authorities: None,
            listed: Vec::new(),
            names: mode == SslMode::VerifyFull,
        };
        // libpq: with a root certificate file `require` is `verify-ca`.
        if mode < SslMode::Require || (mode == SslMode::Require && files.root.is_none()) {
            return Ok(verifier);
        }
        let mut store = RootCertStore::empty();
        match &files.root {
            Some(path) if path.as_os_str() != "system" => {
                verifier.listed = certificates(path, "sslrootcert")?;
                store.add_parsable_certificates(verifier.listed.iter().cloned());
            }
            _ => {
                let found = rustls_native_certs::load_native_certs();
                store.add_parsable_certificates(found.certs);
            }
        }
        if store.is_empty() {
            return Err(Error::usage(format!("`sslmode={}` needs the certificates of trusted authorities, and this system has none", mode.word()))
                .help("name a file of them: `sslrootcert=/path/to/ca.pem`"));
        }
        let authorities =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), Arc::clone(provider))
                .build()
                .map_err(|error| Error::failed(format!("cannot set up TLS: {error}")))?;
        verifier.authorities = Some(authorities);
        Ok(verifier)
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        let Some(authorities) = &self.authorities else {
            return Ok(ServerCertVerified::assertion());
        };
        if self.listed.iter().any(|listed| listed == end_entity) {
            if self.names {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        let verified = authorities.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verified {
            // The chain is verified before the name.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.names => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
